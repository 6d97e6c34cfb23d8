"""Property tests here try the same examples each time and are not timed on a busy machine."""

from hypothesis import settings

settings.register_profile("kernel", deadline=None, derandomize=True)
settings.register_profile("kernel_wide", deadline=None, max_examples=3000)
settings.load_profile("kernel")
