"""From a text to the licence that it is: words, fingerprints, alignment."""
