using Microsoft.CodeAnalysis;
using ParallelCompute.Code;
using ParallelCompute.Shipping;
using Xunit;

namespace ParallelCompute.Tests.Shipping;

public sealed class CompilerOutputTests
{
    private const string Source = """
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Linq;
        using System.Threading.Tasks;

        public class Cases(int primary)
        {
            private readonly MemoryStream _stream = new();
            private int _field = 3;
            private Cases _self;

            private int Next { get; set; } = 4;

            public static (string Fields, int Result, Func<int, int> Function)[] All() => new Cases(100).Make();

            private (string, int, Func<int, int>)[] Make()
            {
                var stream = new MemoryStream();
                int a = 1, b = 2;
                _self = this;
                Func<long> other = () => stream.Length + _stream.Length;
                int Local(int x) => x + b;
                static IEnumerable<int> Count(int n) { for (var i = 0; i < n; i++) yield return i; }
                async Task<int> Later(int x) { await Task.Yield(); return x + _field + a; }
                return
                [
                    ("a", 3, x => x + a),
                    ("b", 4, x => Local(x)),
                    ("b", 4, Local),
                    ("a", 2, x => Count(x).Sum() + a),
                    ("_field a", 6, x => Later(x).Result),
                    ("_field", 5, x => x + _field),
                    ("_field a", 9, x => { var me = this; return x > 0 ? me._field * (a + x) : 0; }),
                    ("_field", 3, x => (x > 0 ? this : null)!._field),
                    ("<Next>k__BackingField", 6, x => x + Next),
                    ("<primary>P", 102, x => x + primary),
                    ("_field a", 9, x => Enumerable.Range(0, x).Sum(i => _field + a + i)),
                    ("a b", 5, x => { try { return checked(x + a) + b; } catch (OverflowException) { return 0; } }),
                    ("a b", 2, x => x switch { 0 => a, 1 => a + b, 2 => b, 3 => -a, 4 => 7, 5 => 9, _ => 0 }),
                    ("_field a", 14, Nest(a)),
                    ("", 4, x => { Func<int, int> twice = y => y * 2; return twice(x); }),
                    ("", 4, x => { int z = x; Func<int> twice = () => z * 2; return twice(); }),
                    ("a", 3, x => { int z = x; Func<Func<int>> deep = () => () => z + a; return deep()(); }),
                ];
            }

            private Func<int, int> Nest(int a)
            {
                Func<int, int> result = null;
                foreach (var i in new[] { 5, 6 })
                {
                    var unused = _stream;
                    Action other = () => unused.Flush();
                    result ??= async2;
                    int async2(int x) => Task.Run(async () => { await Task.Delay(0); return Sum(x) + a + i; }).Result;
                }
                return result;
            }

            private int Sum(int x) { int total = x; foreach (var y in Own()) total += y; return total; }

            private IEnumerable<int> Own() { yield return _field; yield return _field; }
        }
        """;

    [Theory]
    [InlineData(OptimizationLevel.Debug)]
    [InlineData(OptimizationLevel.Release)]
    public void Code_of_both_optimization_levels_is_understood(OptimizationLevel level)
    {
        var path = Snippets.Compile($"Snippets{level}", Source, level);
        var assembly = Snippets.Load(path);
        var cases = ((string Fields, int Result, Func<int, int> Function)[])assembly.GetType("Cases")!
            .GetMethod("All")!.Invoke(null, null)!;
        var context = RoundTrip.NewContext();
        for (var i = 0; i < cases.Length; i++)
        {
            var (fields, result, function) = cases[i];
            var sent = RoundTrip.Fields(function).Split(' ').Where(f => f != "i").Order(StringComparer.Ordinal);
            Assert.Equal($"{i}: {fields}", $"{i}: {string.Join(' ', sent)}");
            var copy = (Func<int, int>)RoundTrip.Load(function, context);
            Assert.Equal((i, result), (i, copy(2)));
            Assert.NotSame(assembly, copy.Method.Module.Assembly);
        }

        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }
}
