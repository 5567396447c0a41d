#include "cmodbus.h"
