"""The benchmark's work in Python, for scale.

peer.py decode HEX     nanoseconds to decode a 4E 57 frame with struct
peer.py read DEVICE    nanoseconds to read 48 registers with pymodbus
peer.py winter FILE    seconds to step one node through a winter at 1 s, with a thermostat
"""

import math
import struct
import sys
import time

# Bytes of data after each item's identifier; 0x79 carries its own length.
TWO = {*range(0x80, 0x85), 0x87, *range(0x8A, 0x8D), *range(0x8E, 0x9D), *range(0x9E, 0xA9), 0xAD,
       0xB0, 0xBE, 0xBF}
FOUR = {0x89, 0xAA, 0xB5, 0xB6, 0xB9}
ONE = {0x85, 0x86, 0x9D, 0xA9, 0xAB, 0xAC, 0xAE, 0xAF, 0xB1, 0xB3, 0xB8, 0xC0}
TEXT = {0xB2: 10, 0xB4: 8, 0xB7: 15, 0xBA: 24}


def temperature(raw):
    return raw if raw <= 100 else 100 - raw


def decode(frame):
    (start, length) = struct.unpack_from(">HH", frame, 0)
    if start != 0x4E57 or length + 2 != len(frame):
        raise ValueError("not a whole frame")
    (expected,) = struct.unpack_from(">I", frame, len(frame) - 4)
    if sum(frame[:-4]) & 0xFFFF != expected:
        raise ValueError("bad checksum")
    fields = {}
    at, end = 11, len(frame) - 9
    while at < end:
        item = frame[at]
        at += 1
        if item == 0x79:
            count = frame[at] // 3
            fields["cells"] = [
                struct.unpack_from(">BH", frame, at + 1 + 3 * i)[1] / 1000 for i in range(count)
            ]
            at += 1 + 3 * count
        elif item in (0x80, 0x81, 0x82):
            fields[item] = temperature(struct.unpack_from(">H", frame, at)[0])
            at += 2
        elif item in TWO:
            fields[item] = struct.unpack_from(">h", frame, at)[0]
            at += 2
        elif item in FOUR:
            fields[item] = struct.unpack_from(">I", frame, at)[0]
            at += 4
        elif item in ONE:
            fields[item] = frame[at]
            at += 1
        elif item in TEXT:
            fields[item] = frame[at : at + TEXT[item]]
            at += TEXT[item]
        else:
            raise ValueError(f"unknown item {item:#x}")
    return fields


def timed(work, calls):
    for _ in range(calls // 10 + 1):
        work()
    spans = []
    for _ in range(11):
        start = time.perf_counter_ns()
        for _ in range(calls):
            work()
        spans.append((time.perf_counter_ns() - start) / calls)
    return sorted(spans)[5]


def winter(hours):
    """R16 in its leaky box with a 21 ohm pad at 51.2 V: on at 0 degrees, off at 5."""
    capacity, loss, power = 88454.0, 1.6, 51.2 ** 2 / 21
    decay = math.exp(-loss / capacity)
    cells, heating, starts, heat = hours[0], False, 0, 0.0
    for hour in range(len(hours) - 1):
        begin = hours[hour]
        slope = (hours[hour + 1] - begin) / 3600
        for second in range(3600):
            if heating:
                heating = cells < 5
            elif cells <= 0:
                heating = True
                starts += 1
            ambient = begin + slope * second
            settled = ambient
            if heating:
                settled += power / loss
                heat += power
            cells = settled + (cells - settled) * decay
    return starts, heat / 3600


def main():
    if sys.argv[1] == "winter":
        with open(sys.argv[2], encoding="ascii") as file:
            hours = [float(line) for line in file]
        start = time.perf_counter()
        starts, heat = winter(hours)
        span = time.perf_counter() - start
        if not (starts > 10 and heat > 1000):
            raise ValueError((starts, heat))
        print(span)
        return
    if sys.argv[1] == "decode":
        frame = bytes.fromhex(sys.argv[2])
        print(timed(lambda: decode(frame), 500))
        return
    from pymodbus.client import ModbusSerialClient

    client = ModbusSerialClient(sys.argv[2], baudrate=115200)
    if not client.connect():
        raise SystemExit("no connection")

    def read():
        reply = client.read_holding_registers(0x128A, count=48)
        if reply.isError() or len(reply.registers) != 48:
            raise ValueError(reply)

    print(timed(read, 20))


main()
