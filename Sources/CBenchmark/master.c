// The least that a controller in C could do: read, compare, drive. It checks none of the things
// that make a reading trustworthy.
#include "cbenchmark.h"

#include <errno.h>
#include <modbus/modbus.h>
#include <stdlib.h>
#include <time.h>

struct cbench_master {
  modbus_t *modbus;
  bool is_blocked;
};

struct cbench_master *cbench_master_open(const char *device) {
  struct cbench_master *master = calloc(1, sizeof *master);
  if (!master) return NULL;
  master->modbus = modbus_new_rtu(device, 115200, 'N', 8, 1);
  if (master->modbus && modbus_connect(master->modbus) == 0) return master;
  modbus_free(master->modbus);
  free(master);
  return NULL;
}

int cbench_master_read(struct cbench_master *master, int unit, int address, int count) {
  uint16_t words[125];
  modbus_set_slave(master->modbus, unit);
  return modbus_read_registers(master->modbus, address, count, words) == count ? 0 : errno;
}

int cbench_master_turn(
    struct cbench_master *master, int unit, const struct cbench_read *reads, int count,
    double ohms, void (*drive)(int line, bool active)) {
  // The status block from 0x1200 on; addresses count bytes.
  uint16_t status[0x200 / 2] = {0};
  modbus_set_slave(master->modbus, unit);
  for (int i = 0; i < count; i++) {
    // The 3.5 characters of silence that Modbus demands between two frames, at 115200 baud.
    nanosleep(&(struct timespec){.tv_nsec = 303819}, NULL);
    uint16_t *words = status + (reads[i].address - 0x1200) / 2;
    if (modbus_read_registers(master->modbus, reads[i].address, reads[i].count, words) !=
        reads[i].count)
      return errno;
  }
  double t1 = (int16_t)status[0x9C / 2] / 10.0, t2 = (int16_t)status[0x9E / 2] / 10.0;
  double volts = ((uint32_t)status[0x90 / 2] << 16 | status[0x92 / 2]) / 1000.0;
  double coldest = t1 < t2 ? t1 : t2;
  if (coldest <= 0) master->is_blocked = true;
  if (coldest >= 5) master->is_blocked = false;
  bool heat = master->is_blocked && volts / ohms <= 3 && volts * volts / ohms <= 200;
  drive(0, !master->is_blocked);
  drive(1, heat);
  return 0;
}

void cbench_master_close(struct cbench_master *master) {
  modbus_close(master->modbus);
  modbus_free(master->modbus);
  free(master);
}
