"""Make the package's data files from published downloads: ``python -m cypplan_england.build FOLDER``."""
