"""Writes frame-POSITION-ANGLE.png: what Gymnasium's CartPole-v1 draws, for CartPoleRendererTest.

Run with gymnasium[classic-control] 1.4.0 and Pillow, in this folder: python generate_frames.py
"""

import os

os.environ["SDL_VIDEODRIVER"] = "dummy"

import numpy as np
from gymnasium.envs.classic_control.cartpole import CartPoleEnv
from PIL import Image

STATES = [
    (0.0, 0.0),
    (0.013, 0.05),
    (-1.3, -0.12),
    (2.2, 0.2),
    (-2.39, 0.209),
    (0.7, -0.2),
    (0.333, 0.02),
    (-0.51, 0.31),
    (1.234, -0.007),
    (2.45, 0.0),
]

env = CartPoleEnv(render_mode="rgb_array")
env.reset(seed=0)
for position, angle in STATES:
    env.state = np.array([position, 0, angle, 0])
    Image.fromarray(env.render()).save(f"frame{position:+}{angle:+}.png", optimize=True)
env.close()
