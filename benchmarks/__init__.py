"""What is measured beside the tests: an open benchmark, and other systems side by side."""
