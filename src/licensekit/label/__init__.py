"""Labels of a model, a package or a repository: what is said of its licence, and whether the texts bear it out."""
