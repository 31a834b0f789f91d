namespace ParallelCompute.Execution;

/// <summary>Boxes items or results where a function takes or gives less specific ones.</summary>
internal sealed class ConvertedCall<TItem, TFirst, TReturned, TResult>(Func<TFirst, TReturned> function)
    where TItem : TFirst
    where TReturned : TResult
{
    public TResult Call(TItem item) => function(item);
}
