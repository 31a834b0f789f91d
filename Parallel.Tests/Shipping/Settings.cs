namespace ParallelCompute.Tests.Shipping;

/// <summary>Static fields of every kind.</summary>
internal static class Settings
{
    public const int Constant = 1;
    public static readonly int Fixed = 2;
    public static DateTime Started = DateTime.UnixEpoch;
    public static int Changed = 4;
    public static int Counted;
    private static readonly int s_readonly = Fixed;

    public static int Auto { get; set; } = 5;

    public static int Sum() => Constant + Fixed + s_readonly + Started.AddDays(1).Day;

    public static void Change()
    {
        Changed = 6;
        Interlocked.Increment(ref Counted);
    }
}
