/// The service's unit as it is shipped, to compare the installed one with.
enum ShippedUnit {
  /// The directives of `hw/warmgate.service`, without its comments; a test compares them.
  static let text = #"""
    [Unit]
    Description=Warmgate: battery heating and charge controller
    Wants=modprobe@usbserial.service modprobe@cdc_acm.service
    After=modprobe@usbserial.service modprobe@cdc_acm.service
    StartLimitIntervalSec=0

    [Service]
    Type=notify
    ExecStart=/usr/local/bin/warmgate run --config /etc/warmgate/warmgate.yaml
    Environment=SWIFT_BACKTRACE=enable=no
    ExecReload=/bin/kill -HUP $MAINPID
    ExecStopPost=/usr/local/bin/warmgate safe --config /etc/warmgate/warmgate.yaml
    WatchdogSec=10s
    TimeoutAbortSec=2s
    TimeoutStartSec=30s
    TimeoutStopSec=5s
    Restart=always
    RestartSec=2s
    RestartPreventExitStatus=2
    KillMode=mixed
    User=warmgate
    Group=warmgate
    SupplementaryGroups=gpio dialout
    UMask=0077
    StateDirectory=warmgate
    StateDirectoryMode=0700
    RuntimeDirectory=warmgate
    RuntimeDirectoryMode=0700
    Nice=-10
    OOMScoreAdjust=-900
    MemoryMax=128M
    TasksMax=64
    LimitCORE=0
    LimitNOFILE=256
    PrivateDevices=no
    DevicePolicy=closed
    DeviceAllow=char-gpiochip rw
    DeviceAllow=char-ttyUSB rw
    DeviceAllow=char-ttyACM rw
    DeviceAllow=char-ttyAMA rw
    DeviceAllow=char-ttyS rw
    ProtectSystem=strict
    ProtectHome=yes
    PrivateTmp=yes
    ProtectProc=invisible
    ProcSubset=pid
    RemoveIPC=yes
    ProtectKernelTunables=yes
    ProtectKernelModules=yes
    ProtectKernelLogs=yes
    ProtectControlGroups=yes
    ProtectClock=yes
    ProtectHostname=yes
    CapabilityBoundingSet=
    AmbientCapabilities=
    NoNewPrivileges=yes
    PrivateUsers=yes
    RestrictNamespaces=yes
    RestrictSUIDSGID=yes
    RestrictRealtime=yes
    LockPersonality=yes
    MemoryDenyWriteExecute=yes
    PrivateNetwork=yes
    RestrictAddressFamilies=AF_UNIX
    IPAddressDeny=any
    SystemCallArchitectures=native
    SystemCallFilter=@system-service
    SystemCallFilter=~@privileged @resources
    SystemCallErrorNumber=EPERM

    [Install]
    WantedBy=multi-user.target
    """#

  /// The same, read.
  static let unit = UnitText([text])

  /// Directives whose absence takes a protection away, and what then happens.
  static let needed: [(name: String, without: String)] = [
    ("ExecStopPost", "a line that this kernel keeps stays on after a crash"),
    ("WatchdogSec", "a controller that hangs is not ended"),
    ("Type", "systemd does not hear that the controller works"),
    ("Restart", "after a crash nothing heats, and nothing gates the charger"),
  ]
}
