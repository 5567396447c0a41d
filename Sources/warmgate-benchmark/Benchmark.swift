import Glibc

@main
struct Benchmark {
  static func main() {}
}
