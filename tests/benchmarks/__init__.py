"""Benchmarks: `make bench` prints each measure beside its budget; it never fails a build."""
