"""What was sold: sales that stand behind the district's figures."""
