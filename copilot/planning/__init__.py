"""Turns a diagnosis into the rolling repair plan and interactions, by the playbook."""
