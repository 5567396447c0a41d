"""Two JK boards served by pymodbus, for a reader to be compared with.

Written from the maker's register map alone (JK RS485 Modbus V1.1) and sharing no code with the
program under test. The boards' addresses count bytes: the register at address A + 1 begins one
byte after the one at A, and a read of n registers at A returns the 2 n bytes from A on.

Prints one line of JSON: the device to open, and for each unit address what a reader must find.
Serves until its standard input ends; then prints one line with what was asked of it.
"""

import asyncio
import json
import os
import struct
import sys
import threading
import tty

from pymodbus import FramerType
from pymodbus.constants import ExcCodes
from pymodbus.server import ModbusSerialServer
from pymodbus.simulator import DataType, SimData, SimDevice

# The blocks with their first address and their number of bytes.
SETTINGS, STATUS, INFO = (0x1000, 0x130), (0x1200, 0x110), (0x1400, 0x100)
MISSING = -2000  # -200.0 degrees: no sensor

# field: address, struct code (big-endian)
FIELDS = {
    "TMPBatCOT": (0x104C, "i"), "TMPBatCOTPR": (0x1050, "i"),
    "TMPBatCUT": (0x105C, "i"), "TMPBatCUTPR": (0x1060, "i"),
    "CellCount": (0x106C, "I"), "BatChargeEN": (0x1070, "I"),
    "DevAddr": (0x1108, "I"), "Control": (0x1114, "H"), "HeatStartStop": (0x1116, "bb"),
    "CellSta": (0x1240, "I"), "TempMos": (0x128A, "h"), "BatVol": (0x1290, "I"),
    "BatWatt": (0x1294, "I"), "BatCurrent": (0x1298, "i"), "TempBat1": (0x129C, "h"),
    "TempBat2": (0x129E, "h"), "Alarms": (0x12A0, "I"), "BalanStaSOC": (0x12A6, "BB"),
    "ChargeDischarge": (0x12C0, "BB"), "SensorsHeating": (0x12D0, "BB"),
    "TimeEmergency": (0x12D4, "H"), "HeatCurrent": (0x12E6, "h"),
    "ChargerPlugged": (0x12EE, "BB"), "TempBat3": (0x12F8, "h"), "TempBat4": (0x12FA, "h"),
    "TempBat5": (0x12FC, "h"), "Model": (0x1400, "16s"), "Hardware": (0x1410, "8s"),
    "Software": (0x1418, "8s"),
}


def image(cells, fields):
    """The bytes of a board, by address."""
    memory = {}
    for base, size in (SETTINGS, STATUS, INFO):
        memory.update((base + offset, 0) for offset in range(size))
    # Beside what is wanted: bytes that must not be taken for it.
    memory.update((0x124A + n, 0xA5) for n in range(64))
    values = {f"CellVol{n}": (0x1200 + 2 * n, "H", (v,)) for n, v in enumerate(cells)}
    for name, value in fields.items():
        address, code = FIELDS[name]
        values[name] = (address, code, value if isinstance(value, tuple) else (value,))
    for address, code, parts in values.values():
        for offset, byte in enumerate(struct.pack(">" + code, *parts)):
            memory[address + offset] = byte
    return memory


# An 8S board in the cold, charging and heating off, with a phantom 0.0 degrees in T4 and T5.
COLD = image(
    [3310, 3291, 3304, 3305, 3306, 3307, 3308, 3309],
    {
        "TMPBatCOT": 600, "TMPBatCOTPR": 550, "TMPBatCUT": -200, "TMPBatCUTPR": -105,
        "CellCount": 8, "BatChargeEN": 1, "DevAddr": 1, "Control": 0b1100,
        "HeatStartStop": (60, 50), "CellSta": 0xFF, "TempMos": -21, "BatVol": 26440,
        "BatWatt": 326400, "BatCurrent": -12345, "TempBat1": -63, "TempBat2": -1,
        "Alarms": 1 << 9 | 1 << 19, "BalanStaSOC": (1, 57), "ChargeDischarge": (0, 1),
        "SensorsHeating": (0xFF, 0), "TimeEmergency": 0, "HeatCurrent": -43,
        "ChargerPlugged": (0x55, 0), "TempBat3": -21, "TempBat4": 0, "TempBat5": 0,
        "Model": b"JK_B2A8S20P", "Hardware": b"11.XW", "Software": b"11.48",
    },
)
COLD_READ = {
    "packVoltageVolts": 26.44, "currentAmperes": -12.345, "charging": False,
    "mosfetCelsius": -2.1, "stateOfChargePercent": 57, "chargeMosfetOn": False,
    "dischargeMosfetOn": True, "heatingOn": False, "heaterCurrentAmperes": -0.043,
    "chargerPlugged": False, "emergency": False,
    "alarms": ["chargeUndertemperature", "changePassword"],
    "lowTemperatureChargeProtectionCelsius": -20, "lowTemperatureChargeRecoveryCelsius": -10.5,
    "chargeOvertemperatureCelsius": 60, "chargeOvertemperatureRecoveryCelsius": 55,
    "stringCount": 8, "chargeSwitchOn": True, "heatingSwitchOn": False, "probesDisabled": False,
    "heatStartCelsius": None, "heatStopCelsius": None,
    "model": "JK_B2A8S20P", "hardware": "11.XW", "firmware": "11.48",
    "cellVoltages": [3.310, 3.291, 3.304, 3.305, 3.306, 3.307, 3.308, 3.309],
    "probesCelsius": {"T1": -6.3, "T2": -0.1}, "probesLowestCelsius": {"T1": -6.3, "T2": -0.1},
    "probeReasons": {},
    "reasons": {
        "heatStartCelsius": "not carried by this protocol",
        "heatStopCelsius": "not carried by this protocol",
    },
}

# A 16S PB board while it heats; T2 is missing though its presence bit is set, T5 by its bit.
WARM = image(
    [3200 + n for n in range(16)],
    {
        "TMPBatCOT": 450, "TMPBatCOTPR": 400, "TMPBatCUT": 20, "TMPBatCUTPR": 55,
        "CellCount": 16, "BatChargeEN": 0, "DevAddr": 2, "Control": 0b11,
        "HeatStartStop": (-5, 12), "CellSta": 0xFFFF, "TempMos": 251, "BatVol": 51320,
        "BatWatt": 1637108, "BatCurrent": 31900, "TempBat1": 0, "TempBat2": MISSING,
        "Alarms": 1 << 22, "BalanStaSOC": (0, 100), "ChargeDischarge": (1, 0),
        "SensorsHeating": (0b011111, 1), "TimeEmergency": 599, "HeatCurrent": 2604,
        "ChargerPlugged": (0, 1), "TempBat3": 251, "TempBat4": -405, "TempBat5": 13,
        "Model": b"JK_PB2A16S20P\0\xf3\x9c", "Hardware": b"15A", "Software": b"15.41",
    },
)
WARM_READ = {
    "packVoltageVolts": 51.32, "currentAmperes": 31.9, "charging": True,
    "mosfetCelsius": 25.1, "stateOfChargePercent": 100, "chargeMosfetOn": True,
    "dischargeMosfetOn": False, "heatingOn": True, "heaterCurrentAmperes": 2.604,
    "chargerPlugged": True, "emergency": True, "alarms": ["probeAnomaly"],
    "lowTemperatureChargeProtectionCelsius": 2, "lowTemperatureChargeRecoveryCelsius": 5.5,
    "chargeOvertemperatureCelsius": 45, "chargeOvertemperatureRecoveryCelsius": 40,
    "stringCount": 16, "chargeSwitchOn": False, "heatingSwitchOn": True, "probesDisabled": True,
    "heatStartCelsius": -5, "heatStopCelsius": 12,
    "model": "JK_PB2A16S20P", "hardware": "15A", "firmware": "15.41",
    "cellVoltages": [(3200 + n) / 1000 for n in range(16)],
    "probesCelsius": {"T1": 0, "T2": None, "T4": -40.5},
    "probesLowestCelsius": {"T1": 0, "T2": None, "T4": -40.5},
    "probeReasons": {"T2": "no sensor fitted"},
    "reasons": {},
}

ASKED = {"functions": set(), "requests": 0, "writes": 0}


def board(unit, memory):
    """A board that answers reads inside one block, and refuses writes."""

    async def answer(function, start, address, count, registers, values):
        ASKED["functions"].add(function)
        ASKED["requests"] += 1
        if values is not None or function != 3:
            ASKED["writes"] += values is not None
            return ExcCodes.ILLEGAL_FUNCTION
        block = next((b for b in (SETTINGS, STATUS, INFO) if b[0] <= address < sum(b)), None)
        if block is None or address + 2 * count > sum(block):
            return ExcCodes.ILLEGAL_ADDRESS
        for n in range(count):
            place = address + 2 * n
            registers[address - start + n] = memory[place] << 8 | memory[place + 1]
        return None

    every = SimData(0x1000, count=0x600, values=0, datatype=DataType.REGISTERS)
    return SimDevice(unit, [every], action=answer)


def line():
    """Two pseudo-terminals, each one's bytes handed to the other: pymodbus's end, and ours."""
    ends = [os.openpty() for _ in range(2)]
    for _, slave in ends:
        tty.setraw(slave)

    def carry(source, target, units):
        while data := os.read(source, 512):
            # pymodbus refuses for boards that it does not have; on a real line nobody answers.
            if units is None or data[0] in units:
                os.write(target, data)

    for one, other, units in ((*ends, None), (*ends[::-1], (1, 2))):
        threading.Thread(target=carry, args=(one[0], other[0], units), daemon=True).start()
    return [os.ttyname(slave) for _, slave in ends]


async def main():
    own, theirs = line()
    server = ModbusSerialServer(
        [board(1, COLD), board(2, WARM)], framer=FramerType.RTU, port=own, baudrate=115200
    )
    serving = asyncio.create_task(server.serve_forever())
    while not (server.transport or server.is_active()):
        await asyncio.sleep(0.01)
    print(json.dumps({"device": theirs, "boards": {"1": COLD_READ, "2": WARM_READ}}), flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    ASKED["functions"] = sorted(ASKED["functions"])
    print(json.dumps(ASKED), flush=True)
    serving.cancel()
    os._exit(0)  # the threads of `line` wait for bytes for ever


asyncio.run(main())
