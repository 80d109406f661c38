"""The review page without a server of ours: a folder of files, in which a reader's own browser runs the library."""
