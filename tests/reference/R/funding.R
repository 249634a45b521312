# Funding of the shipped example (config/ips_programme.yaml): which payments the schemes of the papers trigger, written anew from their words, person by
# person; sums, shares, medians and costs; percentile limits of costs on draws that any program can make; and the class of funding as an exposure.
# From the jobs and persons that ips_mis_from_raw.R derived from the raw records, the raw file of funded days, and the analysis file of the last `make`.
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "common.R"))
source(file.path(here, "regression.R"))
source(file.path(here, "ips_mis_data.R"))

after_months <- function(date, k) { # the day of the month clipped to that month's end
  if (is.na(date)) return(date)
  month <- as.POSIXlt(format(date, "%Y-%m-01"), tz = "UTC")
  month$mon <- month$mon + k
  first <- as.Date(month)
  month$mon <- month$mon + 1
  min(first + as.integer(format(date, "%d")) - 1, as.Date(month) - 1)
}
values <- file.path(here, "..", "values")
jobs <- read.csv(file.path(values, "ips_mis_jobs.csv"))
jobs$competitive <- TRUE
undecided <- read.csv(file.path(values, "ips_mis_jobs_kind_unknown.csv"))
undecided$competitive <- rep(FALSE, nrow(undecided)) # not recorded
columns <- c("id", "start_day", "end_day", "status", "hours", "competitive")
jobs <- rbind(jobs[columns], undecided[columns])
people <- read.csv(file.path(values, "ips_mis_persons.csv"))
days <- read.csv(file.path(here, "..", "..", "..", "data", "ips_mis", "funding_SYNTHETIC.csv"), skip = 1)
people <- merge(people, days, by = "id", sort = FALSE)
d <- ips_mis()
for (name in c("inclusion", "funded_start", "trajectory_end")) people[[name]] <- as.Date(ifelse(people[[name]] == "", NA, people[[name]]))
people$last <- people$inclusion + people$last_day

rows <- NULL
add <- function(p, scheme, payment, status, amount, due = as.Date(NA), applied = 0) { # applied: what is certain if the scheme is the person's
  rows <<- rbind(rows, data.frame(id = p$id, scheme, payment, status, amount, due = format(due), applied))
}
by_day <- function(p, scheme, payment, amount, due, sure) { # an instalment whose day is known, or not
  status <- if (is.na(due)) "unknown" else if (due > p$last) "not_observable" else if (sure) "paid" else "unknown"
  add(p, scheme, payment, status, amount, due, if (!is.na(due) && due <= p$last) amount else 0)
}
performance <- function(p, scheme, amount, within, months, sure) {
  start <- p$funded_start
  if (is.na(start)) return(add(p, scheme, "performance", "unknown", amount))
  if (scheme == "uwv" && start > as.Date("2016-12-31")) return(add(p, scheme, "performance", "not_paid", amount))
  closes <- min(after_months(start, within) - 1, p$trajectory_end, na.rm = TRUE)
  earned <- may <- open <- FALSE
  first <- as.Date(NA) # the day on which the first job that earns it has lasted long enough
  mine <- jobs[jobs$id == p$id, ]
  for (k in seq_len(nrow(mine))) {
    j <- mine[k, ]
    if (!is.na(j$hours) && j$hours < 12) next
    end <- if (j$status == "ongoing") as.Date("9000-01-01") else p$inclusion + j$end_day
    if (is.na(j$start_day)) { # the earliest that it can have begun, and as long as it can have been
      if (!is.na(end) && end < after_months(start, months) - 1) next
      if (after_months(start, months) <= p$last) may <- TRUE else open <- TRUE
      next
    }
    begun <- p$inclusion + j$start_day
    if (begun < start || begun > closes) next
    due <- after_months(begun, months)
    if (!is.na(end) && end < due - 1) next
    if (due > p$last) open <- TRUE else if (!j$competitive || is.na(end) || is.na(j$hours)) may <- TRUE else {
      earned <- TRUE
      first <- min(first, due, na.rm = TRUE)
    }
  }
  status <- if (earned && sure) "paid" else if (earned || may) "unknown" else if (open || closes > p$last) "not_observable" else "not_paid"
  add(p, scheme, "performance", status, amount, first, if (earned) amount else 0)
}
municipality_2014 <- function(p, sure) {
  start <- p$funded_start
  by_day(p, "municipality_2014", "start", 900, start, sure)
  third <- after_months(start, 3)
  if (!is.na(p$trajectory_end) && !is.na(start) && p$trajectory_end < third - 1) add(p, "municipality_2014", "after 3 months", "not_paid", 900)
  else by_day(p, "municipality_2014", "after 3 months", 900, third, sure)
  by_day(p, "municipality_2014", "end", 900, if (is.na(start)) start else min(p$trajectory_end, after_months(start, 18), na.rm = TRUE), sure)
  performance(p, "municipality_2014", 1800, 9, 1, sure)
}
municipality_2015 <- function(p, sure) {
  start <- p$funded_start
  by_day(p, "municipality_2015", "start", 2500, start, sure)
  year <- after_months(start, 12)
  if (!is.na(p$trajectory_end) && !is.na(start) && p$trajectory_end < year - 1) add(p, "municipality_2015", "after 12 months", "not_paid", 2500)
  else by_day(p, "municipality_2015", "after 12 months", 2500, year, sure)
  by_day(p, "municipality_2015", "end", 2500, if (is.na(start)) start else min(p$trajectory_end, after_months(start, 24), na.rm = TRUE), sure)
}
uwv <- function(p, sure) {
  start <- p$funded_start
  by_day(p, "uwv", "start", 2420, start, sure)
  by_day(p, "uwv", "end", 2420, if (is.na(start)) start else min(p$trajectory_end, after_months(start, 36), na.rm = TRUE), sure)
  performance(p, "uwv", 1210, 36, 2, sure)
}
for (i in seq_len(nrow(people))) {
  p <- people[i, ]
  uwv_client <- p$disability_benefits
  first_year <- is.na(p$funded_start) || p$funded_start <= as.Date("2014-12-31")
  later <- is.na(p$funded_start) || p$funded_start > as.Date("2014-12-31")
  sure <- uwv_client != "" && !is.na(uwv_client) && !is.na(p$funded_start)
  unknown <- is.na(uwv_client) || uwv_client == ""
  if ((unknown || uwv_client == "no") && first_year) municipality_2014(p, sure)
  if ((unknown || uwv_client == "no") && later) municipality_2015(p, sure)
  if (unknown || uwv_client == "yes") uwv(p, sure)
}
# "All the job coaching was funded by UWV as usual" (2018): of people with disability benefits whenever funding began, as the amount of UWV leaves it out;
# of the municipality's clients in 2014, as it is in the municipality's amount from 2015 (2022). At no stated price; a start that is not known has no day.
known <- people$disability_benefits %in% c("yes", "no")
may_have <- function(answer) !known | people$disability_benefits == answer
in_2014 <- is.na(people$funded_start) | people$funded_start <= as.Date("2014-12-31")
coaching <- do.call(rbind, lapply(list(list("uwv_job_coaching", may_have("yes")), list("uwv_job_coaching_municipality_2014", may_have("no") & in_2014)), function(one) {
  day <- !is.na(people$funded_start[one[[2]]])
  data.frame(scheme = one[[1]], n = sum(one[[2]]), n_may = sum(!known[one[[2]]] | !day), n_not_stated = sum(day), n_unknown = sum(!day))
}))
write_values(coaching, "funding_coaching")

# All agencies were at least fair at every review, and before the first review that is assumed: fidelity leaves nobody out.
rows$least <- ifelse(rows$status == "paid", rows$amount, 0)
rows$most <- ifelse(rows$status %in% c("paid", "unknown"), rows$amount, 0)
rows$open <- ifelse(rows$status == "not_observable", rows$amount, 0)
write_values(rows[c("id", "scheme", "payment", "status", "amount", "due")], "funding_rows") # what business_case.R takes in
order_of <- unique(rows[c("scheme", "payment")])
payments <- do.call(rbind, lapply(seq_len(nrow(order_of)), function(k) {
  of <- rows[rows$scheme == order_of$scheme[k] & rows$payment == order_of$payment[k], ]
  count <- function(status) sum(of$status == status)
  data.frame(
    order_of[k, ], n = nrow(of), n_paid = count("paid"), n_not_paid = count("not_paid"), n_not_observable = count("not_observable"),
    n_unknown = count("unknown"), total_least = sum(of$least), total_most = sum(of$most), total_open = sum(of$open)
  )
}))
write_values(payments, "funding_payments")

haverage <- function(x, p) if (length(x) < 10) NA else quantile(x, p, type = 6, names = FALSE) # of fewer, a quartile is one or two persons
costs <- do.call(rbind, lapply(c("municipality_2014", "municipality_2015", "uwv", "all"), function(scheme) {
  of <- if (scheme == "all") rows else rows[rows$scheme == scheme, ]
  sums <- aggregate(cbind(least, most) ~ id, of, sum)
  if (scheme == "all") { # everybody has one of the three schemes: of whom it is not known which, not none of them and not two
    each <- aggregate(cbind(applied, most) ~ id + scheme, of, sum)
    sums <- merge(aggregate(applied ~ id, each, min), aggregate(most ~ id, each, max))
    names(sums)[2] <- "least"
  }
  who <- people[match(sums$id, people$id), ]
  sure <- sums$least == sums$most
  worked <- who$job_obtained == "yes"
  data.frame(
    scheme, n = nrow(sums), n_known = sum(sure), median = haverage(sums$least[sure], 0.5), lower_quartile = haverage(sums$least[sure], 0.25),
    upper_quartile = haverage(sums$least[sure], 0.75), per_person = mean(sums$least[sure]), total_least = sum(sums$least), total_most = sum(sums$most), per_person_least = sum(sums$least) / nrow(sums),
    per_person_most = sum(sums$most) / nrow(sums), n_jobs = sum(worked[sure]), per_job = sum(sums$least[sure]) / sum(worked[sure])
  )
}))
write_values(costs, "funding_costs")

# Percentile limits of a ratio of sums: persons are drawn by a linear congruential generator (Park & Miller 1988, doi 10.1145/63039.63042).
draws <- function(replicates, n, seed = 1) {
  state <- seed
  indices <- matrix(0L, replicates, n)
  for (i in seq_len(replicates)) for (j in seq_len(n)) {
    state <- (state * 16807) %% 2147483647
    indices[i, j] <- floor(state / 2147483647 * n) + 1
  }
  indices
}
of <- aggregate(least ~ id, rows[rows$scheme == "municipality_2015" & rows$status != "unknown", ], sum)
who <- people[match(of$id, people$id), ]
cost <- of$least
limits <- NULL
for (divisor in c("persons", "jobs", "days")) for (confidence in c(0.9, 0.95)) {
  by <- list(persons = rep(1, length(cost)), jobs = as.numeric(who$job_obtained == "yes"), days = as.numeric(who$time_worked))[[divisor]]
  known <- !is.na(by)
  one <- boot::boot(data.frame(cost = cost[known], by = by[known]), function(data, at) sum(data$cost[at]) / sum(data$by[at]), R = 1)
  one$R <- 1999
  one$t <- matrix(apply(draws(1999, sum(known)), 1, function(at) sum(cost[known][at]) / sum(by[known][at])))
  found <- boot::boot.ci(one, conf = confidence, type = "perc")$percent[4:5]
  limits <- rbind(limits, data.frame(divisor, confidence, n = sum(known), value = sum(cost[known]) / sum(by[known]), low = found[1], high = found[2]))
}
write_values(limits, "funding_limits")

# The class of funding by payer and period, against the largest class of the municipality.
start <- people$funded_start[match(d$id, people$id)]
d$funding_class <- factor(
  ifelse(is.na(d$funding) | is.na(start), NA, ifelse(
    d$funding == "UWV",
    ifelse(start <= as.Date("2016-12-31"), "UWV, with pay for performance", "UWV, without pay for performance"),
    ifelse(start <= as.Date("2014-12-31"), "Municipality, 2014", "Municipality, from 2015")
  )),
  levels = c("Municipality, from 2015", "Municipality, 2014", "UWV, with pay for performance", "UWV, without pay for performance")
)
confounders <- c("sex", "age", "education", "worked_past_5_years", "mhi5")
estimates <- NULL
for (model in c("job_obtained", "days_worked")) for (adjustment in c("crude", "crude_on_adjusted_rows", "adjusted")) {
  data <- if (model == "days_worked") d[which(d$job_obtained), ] else d
  family <- if (model == "days_worked") "log_linear" else "logistic"
  outcome <- if (model == "days_worked") "time_worked" else "job_obtained"
  adjusted_for <- if (adjustment == "adjusted") confounders else character()
  complete_on <- if (adjustment == "crude") character() else confounders
  result <- fit_one(data, family, outcome, "funding_class", adjusted_for, complete_on)$estimates
  result <- result[!is.na(result$term) & result$term == "funding_class", ]
  estimates <- rbind(estimates, cbind(
    model, exposure = "funding_class", adjustment, result[setdiff(names(result), "term")], n_excluded = nrow(data) - result$n, row.names = NULL
  ))
}
write_values(estimates, "funding_estimates")
