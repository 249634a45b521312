# A made-up cohort of 24 people with dates and missing covariates: the same literal stands in tests/reference/cohorts.py.
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "common.R"))
source(file.path(here, "regression.R"))

records <- "
id,inclusion,first_day,last_day,period,funding,gender,age,education,mhi5
1,2014-03-10,2014-09-01,2015-02-28,first half,municipality,male,58,low,60
2,2014-04-22,,,first half,UWV,female,45,high,44
3,2014-05-05,2014-05-05,2014-07-31,first half,municipality,female,28,high,72
4,2014-06-30,,,first half,UWV,male,52,low,68
5,2014-08-31,2015-02-28,2016-08-31,first half,municipality,male,39,middle,
6,2014-10-13,,,first half,UWV,female,33,middle,52
7,2014-11-03,2015-11-03,2015-12-15,first half,UWV,male,47,high,36
8,2015-01-19,,,first half,municipality,female,31,low,40
9,2015-02-16,,,first half,UWV,male,24,middle,76
10,2015-03-30,2016-04-04,2016-10-07,first half,,female,36,high,68
11,2015-06-08,2015-10-01,2016-02-29,first half,municipality,male,41,,48
12,2015-09-14,2015-10-19,2015-12-31,first half,municipality,female,29,middle,32
13,2015-11-19,2016-01-04,2017-12-29,second half,municipality,male,27,high,76
14,2015-12-21,2016-06-20,2017-06-16,second half,UWV,female,34,low,44
15,2016-02-29,2016-03-01,2018-08-28,second half,municipality,male,55,middle,80
16,2016-04-11,,,second half,UWV,female,50,high,64
17,2016-05-30,2016-09-05,2016-11-25,second half,municipality,female,,high,56
18,2016-08-15,2017-08-14,2018-08-10,second half,UWV,male,38,middle,28
19,2016-10-31,2016-12-05,2018-11-30,second half,municipality,female,26,high,72
20,2016-12-19,,,second half,UWV,male,44,high,44
21,2017-02-13,2017-03-27,2018-03-23,second half,UWV,female,48,low,68
22,2017-04-24,2018-01-08,2018-07-06,second half,municipality,male,42,high,52
23,2017-06-12,,,second half,municipality,female,30,middle,60
24,2017-07-27,2017-08-28,2017-09-08,second half,municipality,male,35,low,56
"
d <- read.csv(text = records, na.strings = "")
d$job_obtained <- !is.na(d$first_day)
d$time_worked <- as.numeric(as.Date(d$last_day) - as.Date(d$first_day)) + 1
d$period <- factor(d$period, levels = c("first half", "second half"))
d$funding <- factor(d$funding, levels = c("municipality", "UWV"))
d$gender <- factor(d$gender, levels = c("male", "female"))
d$education <- factor(d$education, levels = c("middle", "low", "high"))
regressions <- list(
  job_obtained = list(model = "logistic", outcome = "job_obtained"),
  days_worked = list(model = "log_linear", outcome = "time_worked", population = "job_obtained")
)
confounders <- c("gender", "age", "mhi5")
exposures <- list(period = confounders, funding = confounders, education = confounders)
result <- fit_all(d, regressions, exposures, NULL)
write_values(result$estimates, "small_estimates")
write_values(result$fits, "small_fits")
