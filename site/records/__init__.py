"""What must not be forgotten: audit and seals, serial numbers, outbox, jobs and heartbeats."""
