RETURN datetime('2015-06-24T12:50:35.556+0100'), duration.between(date('2020-01-01'), date('2021-03-04')), localtime('12:31').minute
