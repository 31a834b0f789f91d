namespace ParallelCompute.Values.Library;

/// <summary>How one kind of object around another is taken apart and made.</summary>
internal interface IWrapper<TWrapper, TInner>
{
    static abstract TInner Inner(TWrapper wrapper);

    static abstract TWrapper Make(TInner inner);
}
