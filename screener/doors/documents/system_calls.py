"""A filter in the kernel: system calls that no parser needs fail with "not permitted". Linux on x86-64 and Arm only.

It stands where network namespaces are not to be had (in most containers), and holds for code in native libraries too.
It is a list of what is refused, because a list of what is allowed breaks with every new C library.
"""

import ctypes
import errno
import os
import platform
import struct

_ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_NUMBERS: dict[str, tuple[int | None, int | None]] = {
    "socket": (41, 198),
    "socketpair": (53, 199),
    "connect": (42, 203),
    "bind": (49, 200),
    "sendto": (44, 206),
    "sendmsg": (46, 211),
    "io_uring_setup": (425, 425),
    "execve": (59, 221),
    "execveat": (322, 281),
    "fork": (57, None),
    "vfork": (58, None),
    "setsid": (112, 157),
    "setpgid": (109, 154),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "pidfd_open": (434, 434),
    "pidfd_getfd": (438, 438),
    "kcmp": (312, 272),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "keyctl": (250, 219),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "mount": (165, 40),
    "move_mount": (429, 429),
    "open_tree": (428, 428),
    "umount2": (166, 39),
    "unshare": (272, 97),
    "setns": (308, 268),
    "chroot": (161, 51),
    "pivot_root": (155, 41),
    "open_by_handle_at": (304, 265),
    "creat": (85, None),
    "unlink": (87, None),
    "unlinkat": (263, 35),
    "rename": (82, None),
    "renameat": (264, 38),
    "renameat2": (316, 276),
    "mkdir": (83, None),
    "mkdirat": (258, 34),
    "rmdir": (84, None),
    "link": (86, None),
    "linkat": (265, 37),
    "symlink": (88, None),
    "symlinkat": (266, 36),
    "mknod": (133, None),
    "mknodat": (259, 33),
    "truncate": (76, 45),
    "chmod": (90, None),
    "fchmodat": (268, 53),
    "chown": (92, None),
    "lchown": (94, None),
    "fchownat": (260, 54),
    "tkill": (200, 130),
    "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240),
    "pidfd_send_signal": (424, 424),
    "setrlimit": (160, 164),
    "memfd_create": (319, 279),
    "shmget": (29, 194),
    "msgget": (68, 186),
    "mq_open": (180, 180),
}
"""Number of each refused call on x86-64 and on Arm; None where the architecture has no such call."""
_ABSENT: dict[str, tuple[int | None, int | None]] = {"clone3": (435, 435), "openat2": (437, 437)}
"""Answered as if the kernel did not know them: their arguments lie behind a pointer, and callers fall back."""
_CLONE_THREAD = 0x10000
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_UNLESS_WITHOUT: tuple[tuple[tuple[int | None, int | None], int, int], ...] = (
    ((2, None), 1, _WRITING),
    ((257, 56), 2, _WRITING),
    ((302, 261), 2, 0xFFFFFFFF),
)
"""Calls refused where an argument (its place from 0) holds any of some bits: open and openat for writing, and
prlimit64 with a new limit."""
_CLONE = (56, 220)
_SIGNALS = ((62, 129), (234, 131))
"""kill and tgkill, allowed for the process itself: an abort is one."""
_X32 = 0x40000000
"""Numbers from here on are a second set of the same calls on x86-64."""

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL, _FAIL = 0x7FFF0000, 0x80000000, 0x00050000
_NUMBER_AT, _ARCHITECTURE_AT, _ARGUMENTS_AT = 0, 4, 16
_SET_SECCOMP, _FILTER = 22, 2

_Instruction = tuple[int, int, int, int]


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def refuse_system_calls(libc: ctypes.CDLL) -> bool:
    """Put the filter in force for this process and all it may start; False where the kernel has none for it.

    The process must have given up new privileges before, unless it is privileged; it can have no children later.
    """
    machine = platform.machine()
    if machine not in _ARCHITECTURES:
        return False
    code = b"".join(struct.pack("=HBBI", *step) for step in _instructions(machine))
    program = _Program(len(code) // 8, code)
    return bool(libc.prctl(_SET_SECCOMP, _FILTER, ctypes.byref(program), 0, 0) == 0)


def _instructions(machine: str) -> list[_Instruction]:
    column = list(_ARCHITECTURES).index(machine)
    steps: list[_Instruction] = [
        (_LOAD, 0, 0, _ARCHITECTURE_AT),
        (_EQUAL, 1, 0, _ARCHITECTURES[machine]),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER_AT),
    ]
    if machine == "x86_64":
        steps += [(_AT_LEAST, 0, 1, _X32), (_RETURN, 0, 0, _KILL)]
    for calls, fault in ((_NUMBERS, errno.EPERM), (_ABSENT, errno.ENOSYS)):
        numbered = [number for numbers in calls.values() if (number := numbers[column]) is not None]
        for number in numbered:
            steps += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _FAIL | fault)]
    for numbers, argument, bits in _UNLESS_WITHOUT:
        if (number := numbers[column]) is not None:
            steps += _where(number, argument, (_ANY_BIT, 0, 1, bits), refused=True)
    steps += _where(_CLONE[column], 0, (_ANY_BIT, 0, 1, _CLONE_THREAD), refused=False)
    for numbers in _SIGNALS:
        steps += _where(numbers[column], 0, (_EQUAL, 0, 1, os.getpid()), refused=False)
    return [*steps, (_RETURN, 0, 0, _ALLOW)]


def _where(number: int, argument: int, test: _Instruction, *, refused: bool) -> list[_Instruction]:
    """Refuse a call whose argument passes the test (`refused`), or one whose argument does not."""
    fail, allow = (_RETURN, 0, 0, _FAIL | errno.EPERM), (_RETURN, 0, 0, _ALLOW)
    return [
        (_EQUAL, 0, 4, number),
        (_LOAD, 0, 0, _ARGUMENTS_AT + 8 * argument),
        test,
        fail if refused else allow,
        allow if refused else fail,
    ]
