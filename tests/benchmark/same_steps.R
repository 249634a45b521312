# The benchmark's cohort (tests/benchmark/cohort.py) from raw files to tables, as a careful R user would write it for that one
# study: base R and the package survival, vectorised, no checks. Usage: Rscript same_steps.R <folder of the cohort> <folder for tables>
suppressPackageStartupMessages(library(survival))
folder <- commandArgs(trailingOnly = TRUE)
from <- function(name) file.path(folder[1], name)
save_csv <- function(frame, name) write.csv(frame, file.path(folder[2], paste0(name, ".csv")), row.names = FALSE)
month_later <- function(days, k) { # the day of the month clipped to that month's end
  date <- as.POSIXlt(days)
  first <- as.POSIXlt(ISOdate(date$year + 1900, date$mon + 1, 1, tz = "UTC"))
  first$mon <- first$mon + k
  next_one <- first
  next_one$mon <- next_one$mon + 1
  pmin(as.integer(as.Date(first)) + date$mday - 1, as.integer(as.Date(next_one)) - 1)
}

# Read
p <- read.csv(from("participants.csv"), na.strings = "", colClasses = c("character", "integer", rep("character", 2), rep("integer", 25)))
s <- read.csv2(from("specialists.csv"), na.strings = "", colClasses = c(rep("character", 4), "numeric", rep("character", 4)))
i <- read.csv(from("interviews.csv"), na.strings = "", colClasses = c(rep("character", 4), "numeric", rep("character", 4)))
names(s) <- names(i) <- c("id", "start", "end", "status", "hours", "isco08", "paid", "regular", "open")

# Participants: who is analysed, and their characteristics
p$inclusion <- as.integer(as.Date(p$inclusion))
p$age <- (p$inclusion - as.integer(as.Date(p$birth))) / 365.25
day <- function(text) as.integer(as.Date(text))
p <- p[p$inclusion >= day("2014-03-10") & p$inclusion <= day("2017-07-27") & p$consent == 1 & p$hospital == 0 & p$age >= 18 & p$age <= 65.995, ]
mhi <- as.matrix(p[paste0("mhi", 1:5)])
mhi[, c(3, 5)] <- 7 - mhi[, c(3, 5)]
p$mhi5 <- (rowSums(mhi) - 5) * 4
rse <- as.matrix(p[paste0("rse", 1:10)]) - 1
rse[, c(2, 5, 6, 8, 9)] <- 3 - rse[, c(2, 5, 6, 8, 9)]
p$self_esteem <- rowSums(rse)
p$sex <- factor(p$sex, 1:2, c("female", "male"))
p$married <- p$marital == 2
p$living_independently <- p$living <= 2
p$born_netherlands <- p$country == 1
p$education <- factor(p$education >= 6, c(FALSE, TRUE), c("low or medium", "high"))
p$worked_past_5_years <- factor(p$work5y, 0:1, c("no", "yes"))
p$psychotic_disorder <- p$diagnosis <= 3
p$funding <- factor(ifelse(p$benefits <= 2, "UWV", "municipality"), c("municipality", "UWV"))
p$experience <- factor(p$inclusion >= day("2015-11-19"), c(FALSE, TRUE), c("first half", "second half"))
dates <- sort(unique(p$inclusion)) # months are counted once for each date of inclusion
of_date <- match(p$inclusion, dates)
edges <- sapply(0:30, function(k) month_later(as.Date(dates, origin = "1970-01-01"), k) - dates)
p$last_day <- edges[of_date, 31] - 1

# Jobs: each source's last word on a job, then one source's word before the other's
told_last <- function(jobs, form) {
  jobs$person <- match(jobs$id, p$id)
  jobs <- jobs[!is.na(jobs$person), ]
  jobs <- jobs[!duplicated(jobs, fromLast = TRUE), ]
  jobs$group <- substr(jobs$isco08, 1, 1)
  jobs$start <- as.integer(as.Date(jobs$start, form)) - p$inclusion[jobs$person]
  jobs$end <- as.integer(as.Date(jobs$end, form)) - p$inclusion[jobs$person]
  key <- ifelse(is.na(jobs$start), NA, paste(jobs$person, jobs$start))
  blank <- !is.na(key) & key %in% key[is.na(jobs$group)]
  jobs[is.na(key) | !duplicated(ifelse(blank, key, paste(key, jobs$group)), fromLast = TRUE), ]
}
s <- told_last(s, "%d-%m-%Y")
i <- told_last(i, "%Y-%m-%d")
span <- function(jobs) {
  last <- ifelse(jobs$status == "still working", Inf, jobs$end)
  data.frame(
    person = jobs$person, row = seq_len(nrow(jobs)), group = jobs$group,
    first = ifelse(is.na(jobs$start), jobs$end, jobs$start), last = ifelse(is.na(last), jobs$start, last)
  )
}
pairs <- merge(span(s), span(i), by = "person")
alike <- is.na(pairs$group.x) | is.na(pairs$group.y) | pairs$group.x == pairs$group.y
replaced <- unique(pairs$row.y[which(alike & pairs$first.x <= pairs$last.y + 1 & pairs$first.y <= pairs$last.x + 1)])
j <- rbind(s, i[!seq_len(nrow(i)) %in% replaced, ])
j <- j[which(j$paid == "yes" & j$regular == "yes" & j$open == "yes"), ]

# Jobs and inclusion
early <- !is.na(j$start) & j$start < 0
at_entry <- early & (j$status == "still working" | (!is.na(j$end) & j$end >= 0))
out <- unique(j$person[at_entry])
before <- (early & j$status == "end not known") | (!is.na(j$end) & j$end < 0)
late <- !is.na(j$start) & j$start > p$last_day[j$person]
j <- j[!before & !late & !j$person %in% out, ]
kept <- !seq_len(nrow(p)) %in% out
j$person <- cumsum(kept)[j$person]
p <- p[kept, ]
of_date <- of_date[kept]
n <- nrow(p)

# Outcomes
observed <- p$last_day[j$person]
j$first <- pmax(j$start, 0)
j$last <- ifelse(j$status == "still working", observed, pmin(j$end, observed))
j$days <- j$last - j$first + 1
p$n_jobs <- tabulate(j$person, n)
p$job_obtained <- p$n_jobs > 0
unknown <- tabulate(j$person[is.na(j$start)], n) > 0
dated <- j[!is.na(j$days), ]
dated <- dated[order(dated$person, dated$first), ]
away <- dated$person * 1e5 # keeps persons apart in one running maximum
reached <- pmax(c(-Inf, cummax(dated$last + away)[-nrow(dated)]) - away, -1)
new_days <- pmax(dated$last - pmax(dated$first, reached + 1) + 1, 0)
p$time_worked <- 0
worked <- rowsum(new_days, dated$person)
p$time_worked[as.integer(rownames(worked))] <- worked
p$time_worked[p$job_obtained & tabulate(dated$person, n) == 0] <- NA
p$worked_long <- p$time_worked >= 183
by_start <- j[order(j$person, j$start), ]
by_start <- by_start[!duplicated(by_start$person), ]
p$time_to_first_job <- NA
p$time_to_first_job[by_start$person] <- by_start$start
p$time_to_first_job[unknown] <- NA
p$follow_time <- ifelse(p$job_obtained, p$time_to_first_job, p$last_day)
rates <- t(sapply(1:30, function(month) {
  first <- edges[of_date, month]
  last <- pmin(edges[of_date, month + 1] - 1, p$last_day)
  until <- ifelse(is.na(j$days), j$first, j$last)
  at_work <- rep(FALSE, n)
  at_work[j$person[which(j$first <= last[j$person] & until >= first[j$person])]] <- TRUE
  c(period = month, n = sum(!unknown), n_employed = sum(at_work & !unknown))
}))
rates <- data.frame(rates, rate = rates[, "n_employed"] / rates[, "n"])

# Models and curves
confounders <- c("sex", "age", "education", "worked_past_5_years", "mhi5")
workers <- p[p$job_obtained & !is.na(p$time_worked) & p$time_worked > 0, ]
models <- list()
for (exposure in c("experience", "funding")) {
  for (adjustment in c("crude", "adjusted")) {
    terms <- if (adjustment == "crude") exposure else c(exposure, confounders)
    logistic <- glm(reformulate(terms, "job_obtained"), binomial, p)
    linear <- lm(reformulate(terms, "log(time_worked)"), workers)
    for (fit in list(logistic, linear)) {
      limits <- if (inherits(fit, "glm")) confint.default(fit) else confint(fit)
      models[[length(models) + 1]] <- data.frame(
        model = if (inherits(fit, "glm")) "job_obtained" else "days_worked", exposure = exposure, adjustment = adjustment, n = nobs(fit),
        ratio = exp(coef(fit)[2]), low = exp(limits[2, 1]), high = exp(limits[2, 2]), p = coef(summary(fit))[2, 4]
      )
    }
  }
}
models <- do.call(rbind, models)
timed <- p[!is.na(p$follow_time), ]
timed$surv <- Surv(timed$follow_time, timed$job_obtained)
curves <- list(survfit(surv ~ 1, timed, conf.type = "log-log"))
for (exposure in c("experience", "funding")) {
  curves <- c(curves, list(survfit(reformulate(exposure, "surv"), timed, conf.type = "log-log")))
  test <- survdiff(reformulate(exposure, "surv"), timed)
  save_csv(data.frame(statistic = test$chisq), paste0("logrank_", exposure))
}
steps <- lapply(curves, function(fit) summary(fit)[c("time", "n.risk", "n.event", "surv", "lower", "upper")])
medians <- do.call(rbind, lapply(curves, function(fit) quantile(fit, 0.5)$quantile))
save_csv(do.call(rbind, lapply(steps, as.data.frame)), "curves")

# Tables
groups <- list(all = rep(TRUE, n))
for (exposure in c("experience", "funding")) for (level in levels(p[[exposure]])) groups[[level]] <- p[[exposure]] == level
share <- function(x) sprintf("%d (%.0f)", sum(x, na.rm = TRUE), 100 * mean(x, na.rm = TRUE))
spread <- function(x) sprintf("%.1f (%.1f)", mean(x, na.rm = TRUE), sd(x, na.rm = TRUE))
quartiles <- function(x) do.call(sprintf, c(list("%.1f [%.1f-%.1f]"), as.list(quantile(x, c(0.5, 0.25, 0.75), na.rm = TRUE, type = 6))))
table_of <- function(names, summary) sapply(groups, function(members) sapply(names, function(name) summary(p[members, name])))
p$male <- p$sex == "male"
p$high_education <- p$education == "high"
p$worked_before <- p$worked_past_5_years == "yes"
baseline <- c("male", "married", "living_independently", "born_netherlands", "high_education", "worked_before", "psychotic_disorder")
save_csv(rbind(table_of(baseline, share), table_of(c("age", "mhi5", "self_esteem"), spread)), "baseline")
p$worker_days <- ifelse(p$job_obtained, p$time_worked, NA)
save_csv(rbind(table_of(c("job_obtained", "worked_long"), share), table_of(c("time_to_first_job", "worker_days"), quartiles)), "outcomes")
by_group <- split(j[c("hours", "days")], factor(j$group, exclude = NULL))
save_csv(t(sapply(by_group, function(jobs) c(nrow(jobs), quartiles(jobs$hours), quartiles(jobs$days)))), "jobs")
save_csv(rates, "rates")
save_csv(models, "regressions")

numbers <- c(
  analysed = n, job_obtained = sum(p$job_obtained), jobs = nrow(j), days_worked = sum(p$time_worked, na.rm = TRUE),
  median_time_to_job = unname(medians[1]), setNames(rates$rate, paste0("rate_", rates$period)),
  setNames(models$ratio, paste(models$model, models$exposure, models$adjustment, sep = "_"))
)
save_csv(data.frame(name = names(numbers), value = sprintf("%.12g", numbers)), "numbers")
