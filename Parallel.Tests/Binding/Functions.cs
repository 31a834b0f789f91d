using System.Reflection;

namespace ParallelCompute.Tests.Binding;

/// <summary>Functions of many kinds for the binder's tests.</summary>
internal sealed class Functions(int state)
{
    private int State { get; } = state;

    public static Delegate WithSecond(Type type) => typeof(Functions)
        .GetMethod(nameof(Second), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type)
        .CreateDelegate(typeof(Func<,,>).MakeGenericType(typeof(int), type, typeof(int)));

    public Func<int, int, int> PrivateInstance() => AddState;

    public static Func<int, int, int> PrivateStatic() => Add;

    private static int Second<T>(int x, T second) => x;

    private static int Add(int x, int more) => x + more;

    private int AddState(int x, int more) => x + more + State;
}
