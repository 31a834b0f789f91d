using System.Numerics;
using System.Runtime.Intrinsics;
using System.Text;
using ParallelCompute.Tests.Values.Samples;

namespace ParallelCompute.Tests.Values.Graphs;

/// <summary>Makes numbers, times and other values without parts.</summary>
internal static class SimpleMakers
{
    public static Dictionary<string, Func<GraphMaker, object?>[]> All { get; } = new()
    {
        ["bool"] = [m => m.Bool()], ["char"] = [m => (char)m.Int(0x10000)], ["sbyte"] = [m => (sbyte)m.Int()],
        ["byte"] = [m => (byte)m.Int()], ["short"] = [m => (short)m.Int()], ["ushort"] = [m => (ushort)m.Int()],
        ["int"] = [m => m.Int()], ["uint"] = [m => (uint)m.Int()], ["long"] = [m => m.Long()],
        ["ulong"] = [m => (ulong)m.Long()], ["Int128"] = [m => new Int128((ulong)m.Long(), (ulong)m.Long())],
        ["UInt128"] = [m => new UInt128((ulong)m.Long(), (ulong)m.Long())], ["Half"] = [m => (Half)m.Double()],
        ["float"] = [m => (float)m.Double()], ["double"] = [m => m.Double()],
        ["decimal"] = [m => new decimal(m.Int(), m.Int(), m.Int(), m.Bool(), (byte)m.Int(29))],
        ["BigInteger"] = [m => new BigInteger(m.Bytes(m.Int(30)))],
        ["Complex"] = [m => new Complex(m.Double(), m.Double()), m => m.Many(() => new Complex(m.Int(), 1))],
        ["Vector2"] = [m => new Vector2(m.Int(), 1)], ["Vector3"] = [m => new Vector3(m.Int(), 1, 2)],
        ["Vector4"] = [m => new Vector4(m.Int(), 1, 2, 3), m => m.Many(() => new Vector4(m.Int()))],
        ["Quaternion"] = [m => new Quaternion(m.Int(), 1, 2, 3)], ["Plane"] = [m => new Plane(m.Int(), 1, 2, 3)],
        ["Matrix3x2"] = [m => new Matrix3x2(m.Int(), 1, 2, 3, 4, 5)],
        ["Matrix4x4"] = [m => Matrix4x4.CreateScale(m.Int())],
        ["Vector<T>"] = [m => new Vector<int>(m.Int()), m => new Vector<double>(m.Int())],
        ["Vector64<T>"] = [m => Vector64.Create(m.Int(), m.Int())], ["Vector128<T>"] = [m => Vector128.Create(m.Int())],
        ["Vector256<T>"] = [m => Vector256.Create(m.Long())],
        ["Vector512<T>"] = [m => Vector512.Create((short)m.Int())],
        ["DateTime"] = [m => new DateTime(Ticks(m), (DateTimeKind)m.Int(3))],
        ["DateTimeOffset"] = [m => new DateTimeOffset(Ticks(m), TimeSpan.FromMinutes(m.Int(1600) - 800))],
        ["TimeSpan"] = [m => new TimeSpan(m.Long())],
        ["DateOnly"] = [m => DateOnly.FromDayNumber(m.Int(DateOnly.MaxValue.DayNumber))],
        ["TimeOnly"] = [m => new TimeOnly((long)(uint)m.Int())], ["Guid"] = [m => new Guid(m.Bytes(16))],
        ["Index"] = [m => new Index(m.Int(9), m.Bool())], ["Range"] = [m => m.Int(9)..^m.Int(9)],
        ["Rune"] = [m => new Rune(m.Int(0xD800)), m => m.Many(() => new Rune(0x1F3A7))],
        ["enum"] = [m => (Color)m.Int(256), m => (DayOfWeek)m.Int(7)],
        ["string"] = [m => m.Text()],
        ["T?"] =
        [
            m => m.Many<int?>(() => m.Bool() ? null : m.Int()),
            m => m.Many<Guid?>(() => m.Bool() ? null : new Guid(m.Bytes(16))),
            m => m.Many<Pair?>(() => m.Bool() ? null : new Pair(m.Next(), m.Next())),
            m => m.Many<BigInteger?>(() => m.Bool() ? null : m.Int()),
        ],
    };

    private static long Ticks(GraphMaker m) =>
        TimeSpan.TicksPerDay + ((m.Long() & long.MaxValue) % (3000L * 365 * TimeSpan.TicksPerDay));
}
