CREATE TABLE item(id INT PRIMARY KEY, name VARCHAR(50) NOT NULL, price DECIMAL(10, 2), stock INT);
CREATE TABLE sale(id IDENTITY, item INT REFERENCES item(id), amount INT, sold DATE);
CREATE INDEX sale_item ON sale(item);
INSERT INTO item SELECT x, 'item ' || x, x * 1.25, MOD(x * 37, 101) FROM SYSTEM_RANGE(1, 500);
INSERT INTO sale(item, amount, sold)
  SELECT MOD(x * 7919, 500) + 1, MOD(x, 9) + 1, DATEADD('DAY', MOD(x, 365), DATE '2020-01-01')
  FROM SYSTEM_RANGE(1, 5000);
CREATE VIEW turnover AS
  SELECT i.name, SUM(s.amount * i.price) AS sum, COUNT(*) AS sales
  FROM sale s JOIN item i ON i.id = s.item GROUP BY i.name;
SELECT * FROM turnover ORDER BY sum DESC, name FETCH FIRST 20 ROWS ONLY;
SELECT EXTRACT(MONTH FROM sold) AS m, COUNT(*), SUM(amount), AVG(amount), STDDEV_POP(amount) FROM sale GROUP BY m ORDER BY m;
SELECT name, sum, RANK() OVER (ORDER BY sum DESC) AS r FROM turnover QUALIFY r <= 5 ORDER BY r, name;
WITH RECURSIVE t(n, f) AS (SELECT 1, 1 UNION ALL SELECT n + 1, f * (n + 1) FROM t WHERE n < 12) SELECT * FROM t;
UPDATE item SET stock = stock + 10 WHERE MOD(id, 3) = 0;
DELETE FROM sale WHERE amount = 9;
MERGE INTO item KEY(id) VALUES (1, 'one', 1.00, 1), (3000, 'last', 3.00, 3);
SELECT COUNT(*), SUM(stock), MIN(price), MAX(price) FROM item;
SELECT REGEXP_REPLACE(name, '[0-9]+', '#') AS kind, COUNT(*) FROM item GROUP BY kind ORDER BY kind;
SELECT i.id FROM item i WHERE NOT EXISTS (SELECT 1 FROM sale s WHERE s.item = i.id) ORDER BY i.id LIMIT 10;
SELECT JSON_OBJECT('id': id, 'name': name) FROM item WHERE id < 4 ORDER BY id;
EXPLAIN SELECT * FROM sale WHERE item = 7;
CHECKPOINT;
