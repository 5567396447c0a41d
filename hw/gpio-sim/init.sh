#!/bin/sh
# The first process of the user-mode kernel. run.sh copies it beside make-chip.sh and command.sh, and
# the kernel hands the scratch folder over as WARMGATE_SCRATCH. The root is the host's, read-only:
# what the command writes goes to memory, or to the scratch folder.
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export PATH
scratch=$WARMGATE_SCRATCH
machine=$scratch/machine

mount_all() {
  mount -t proc proc /proc &&
    mount -t sysfs sys /sys &&
    mount -t tmpfs run /run &&
    mkdir -p /run/home /run/lock /run/tmp /run/over/up /run/over/work &&
    mount -t overlay -o lowerdir=/tmp,upperdir=/run/over/up,workdir=/run/over/work none /tmp &&
    mount -t hostfs -o "$scratch" none "$scratch" &&
    mkdir -p /dev/pts /dev/shm &&
    mount -t devpts -o ptmxmode=666 devpts /dev/pts &&
    mount -t tmpfs shm /dev/shm &&
    chmod 1777 /run/tmp /run/lock /dev/shm &&
    mount -t configfs none /sys/kernel/config
}

mount -t devtmpfs dev /dev
# Output goes out as it is, without carriage returns.
stty -F /dev/tty0 -opost
stty -F /dev/tty1 -opost
exec >/dev/tty0 2>&1
code=125
if mount_all && ip link set lo up && "$machine/make-chip.sh"; then
  setsid "$machine/command.sh" </dev/null >/dev/tty1 2>/dev/tty0
  code=$?
fi
printf '%s\n' "$code" >"$machine/exit-code"
# Setting a terminal waits until its output has gone out.
stty -F /dev/tty0 -opost
stty -F /dev/tty1 -opost
sync
halt -f >/dev/null 2>&1 || perl -e 'syscall(169, 0xfee1dead, 672274793, 0xcdef0123)' # reboot(2): halt
