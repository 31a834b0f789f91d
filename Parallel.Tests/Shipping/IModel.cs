namespace ParallelCompute.Tests.Shipping;

internal interface IModel
{
    int Size();

    int Half() => Size() / 2;
}
