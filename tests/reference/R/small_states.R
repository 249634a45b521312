# Made persons: back and forth, ties, everybody on day 0, nobody employed, everybody leaves, one person.
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "common.R"))
source(file.path(here, "state_tables.R"))

path <- function(...) {
  given <- list(...)
  unlist(lapply(given, function(piece) rep(piece[1], piece[2])))
}
cases <- list(
  mixed = list(path(c(0, 4), c(1, 5), c(0, 11)), path(c(0, 6), c(1, 9), c(2, 5)), path(c(0, 20)), path(c(0, 12), c(3, 8)), path(c(1, 12), c(0, 3)), path(c(0, 8), c(1, 2), c(0, 3), c(1, 7))),
  ties = list(path(c(0, 5), c(1, 10)), path(c(0, 5), c(1, 5), c(0, 5)), path(c(0, 5), c(2, 10)), path(c(0, 5), c(3, 10)), path(c(0, 10)), path(c(0, 10))),
  day_zero = list(path(c(1, 12)), path(c(1, 6), c(0, 6)), path(c(1, 3), c(2, 9)), path(c(0, 12))),
  all_on_day_zero = list(path(c(1, 12)), path(c(1, 6), c(0, 6)), path(c(1, 12))),
  nobody_employed = list(path(c(0, 12)), path(c(0, 7)), path(c(0, 4), c(2, 8))),
  all_leave = list(path(c(0, 3), c(2, 9)), path(c(0, 3), c(1, 2), c(3, 7)), path(c(1, 8), c(2, 4))),
  one_event = list(path(c(0, 5), c(1, 7)), path(c(0, 12)), path(c(0, 12)), path(c(0, 9))),
  one_person = list(path(c(0, 5), c(1, 7)))
)
rows <- NULL
for (name in names(cases)) rows <- rbind(rows, state_rows(name, "all", cases[[name]], c(3, 6, 10)))
write_values(rows, "small_states")
