"""What stands between a request and the uses: who it comes from, what it may carry, what every answer says."""
