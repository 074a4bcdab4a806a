"""What people come for. Only `pipeline` knows the order of the stages."""
