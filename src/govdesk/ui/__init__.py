"""The window: everything a person sees and touches, and the only place that knows Qt."""
