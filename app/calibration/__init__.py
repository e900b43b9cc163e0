"""The pairs that people judged by hand, and what the matching and the finder of money say of them.

It reads files and knows the engines; it keeps nothing.
"""
