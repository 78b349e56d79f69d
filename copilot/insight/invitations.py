"""Tells whether a post of a campaign asks viewers for something of their own."""

from __future__ import annotations

import re

from copilot.domain.imported import Post

_INVITES = re.compile(
    r"投票|征集|挑战赛|接龙|评论区|留言|你(家|们)?(会|愿意|觉得|选|站|最|有没有|也)|问答|答疑|共创|二创|晒(出|一晒|晒)|报名|站队|回复|"
    r"\bpoll|vote|challenge|q&a|ask (us|me)|tell us|share your|tag (a|your)|comment below|contest|duet",
    re.IGNORECASE,
)
"""What asks viewers for something of their own; prizes for forwarding or signing in do not."""


def invites(post: Post) -> bool:
    """Say whether a post invites viewers to take part."""
    return bool(_INVITES.search(f"{post.title} {post.text} {post.note}"))
