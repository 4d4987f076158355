#include <iostream>

#include "src/program.h"

int main(int argc, char** argv) {
  pullproof::cli::Session session{.environment = pullproof::cli::read_environment(),
                                  .out = std::cout,
                                  .err = std::cerr};
  return pullproof::cli::run(argc, argv, session);
}
