UNWIND range(1, 10) AS i WITH i, i % 3 AS k RETURN k, sum(i), min(i), max(i), stDev(i), percentileCont(i, 0.5) ORDER BY k
