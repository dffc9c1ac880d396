"""Programs that speak the line protocol of the vectors, one for each package for Python."""
