#pragma once
#include <modbus/modbus.h>

// Swift does not import macros that are expressions: the same numbers as an enumeration.
enum cmodbus_error {
  CMODBUS_EXCEPTION_FIRST = EMBXILFUN,
  CMODBUS_EXCEPTION_LAST = EMBXGTAR,
  CMODBUS_EXCEPTION_BASE = MODBUS_ENOBASE,
  CMODBUS_BAD_CRC = EMBBADCRC,
  CMODBUS_BAD_DATA = EMBBADDATA,
  CMODBUS_BAD_EXCEPTION = EMBBADEXC,
  CMODBUS_UNKNOWN_EXCEPTION = EMBUNKEXC,
  CMODBUS_TOO_MUCH_DATA = EMBMDATA,
  CMODBUS_WRONG_UNIT = EMBBADSLAVE
};

// The version of the headers that this was built against: 0xMMmmuu.
enum { CMODBUS_VERSION = LIBMODBUS_VERSION_HEX };
