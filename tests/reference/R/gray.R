# Gray's test by cmprsk::cuminc: Rossi (arrest competes) by its exposures, and made groups.
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "common.R"))
suppressPackageStartupMessages(library(cmprsk))

tests <- function(case, time, cause, group) {
  found <- cuminc(time, cause, group)$Tests
  cause <- as.numeric(rownames(found))
  data.frame(exposure = case, cause = c("first_job", "competing")[cause], statistic = found[, "stat"], df = found[, "df"], p_value = pchisq(found[, "stat"], found[, "df"], lower.tail = FALSE))
}
d <- rossi()
d$cause <- ifelse(d$job_obtained, 1, ifelse(carData::Rossi$arrest == 1, 2, 0))
rows <- NULL
for (exposure in c("financial_aid", "work_experience", "education")) rows <- rbind(rows, tests(exposure, d$follow_time, d$cause, d[[exposure]]))
# Of education only the levels with five competing exits expected, were there no difference.
expected <- table(d$education) * mean(d$cause == 2)
some <- droplevels(d[d$education %in% names(which(expected >= 5)), ])
enough <- tests("education, levels with five expected", some$follow_time, some$cause, some$education)
rows <- rbind(rows, enough[enough$cause == "competing", ])
write_values(rows, "rossi_gray")

t1 <- c(1, 2, 3, 4, 5, 6, 7, 8)
cases <- list(
  mixed = list(t1, c(1, 2, 0, 1, 2, 1, 0, 0), c(1, 1, 1, 2, 2, 2, 1, 2)),
  ties = list(c(2, 2, 2, 5, 5, 7, 7, 9, 9, 9), c(1, 1, 2, 1, 0, 2, 2, 1, 0, 2), c(1, 2, 1, 2, 1, 1, 2, 1, 2, 2)),
  everywhere_tied = list(rep(5, 8), c(1, 2, 0, 1, 1, 2, 2, 0), c(1, 1, 1, 1, 2, 2, 2, 2)),
  nobody_censored = list(t1, c(1, 2, 1, 2, 1, 2, 1, 1), c(1, 2, 1, 2, 2, 1, 2, 1)),
  none_in_one = list(t1, c(1, 2, 1, 0, 1, 2, 0, 0), c(1, 2, 1, 2, 1, 2, 2, 1)),
  one_event = list(t1, c(0, 0, 1, 0, 2, 0, 0, 0), c(1, 2, 1, 2, 1, 2, 1, 2)),
  day_zero = list(c(0, 0, 0, 0, 1, 2, 3, 3), c(1, 1, 2, 0, 1, 2, 0, 1), c(1, 2, 1, 2, 2, 1, 2, 1)),
  one_person = list(t1, c(1, 2, 0, 1, 2, 1, 0, 0), c(1, 2, 2, 2, 2, 2, 2, 2)),
  three = list(c(t1, 9, 9), c(1, 2, 0, 1, 2, 1, 0, 0, 1, 2), c(1, 2, 3, 3, 2, 1, 3, 2, 1, 1))
)
rows <- NULL
for (name in names(cases)) rows <- rbind(rows, do.call(tests, c(list(name), cases[[name]])))
write_values(rows[rows$statistic >= 0, ], "small_gray")
