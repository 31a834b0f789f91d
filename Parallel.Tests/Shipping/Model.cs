namespace ParallelCompute.Tests.Shipping;

/// <summary>A user's class with one field that can travel and one that cannot.</summary>
internal class Model : ModelBase, IModel
{
    private readonly Thread _thread = Thread.CurrentThread;
    private int _factor = 3;

    public int Offset { get; set; } = 1;

    public static int ThreadOf(Model model) => model._thread.ManagedThreadId;

    public Func<int, int> ReadsOne() => x => x * _factor;

    public Func<int, int> ReadsProperty() => x => x + Offset + Own(x) + base.Shift();

    public Func<int, int> ReadsOneBesideLocals()
    {
        var bias = 4;
        return x => (x * _factor) + bias;
    }

    public Func<int> Escapes() => () => GC.GetGeneration(this);

    public Func<int> PassesToFamily() => () => Factor(this);

    public Func<int> PassesToThread() => () => ThreadOf(this);

    public Func<int> CallsInterface() => () => ((IModel)this).Size() + ((IModel)this).Half();

    public Func<Task<int>> Awaits()
    {
        var bias = 2;
        return async () =>
        {
            var first = await FactorAsync();
            return first + bias + Enumerable.Range(0, 3).Sum(i => i * Offset);
        };
    }

    public Func<bool> Tests() => () => this is not null && _factor > 0;

    public void Change() => _factor++;

    int IModel.Size() => Offset;

    protected virtual int Own(int x) => x;

    private static int Factor(Model model) => model._factor;

    private async Task<int> FactorAsync()
    {
        await Task.Yield();
        return _factor;
    }
}
