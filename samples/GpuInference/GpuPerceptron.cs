using System.Text;

namespace GpuInference;

/// <summary>A perceptron whose weights lie on a GPU, which computes it.</summary>
/// <remarks>On the worker's device 0: its own. Disposing it, as a worker does when it leaves, frees all.</remarks>
internal sealed unsafe class GpuPerceptron : IModel, IDisposable
{
    private readonly Lock _gate = new();
    private readonly int _device;
    private readonly nint _context;
    private readonly List<(Layer Layer, ulong Weights, ulong Biases)> _layers = [];
    private readonly List<ulong> _allocated = [];
    private readonly nint _module;
    private readonly nint _kernel;
    private readonly ulong _values;
    private readonly ulong _next;
    private readonly int _rows;

    /// <param name="model">What to upload.</param>
    /// <param name="rows">The most rows that are computed at once.</param>
    public GpuPerceptron(Perceptron model, int rows)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, DenseKernel.MostRows);
        _rows = rows;
        Cuda.Check(Cuda.Init(0), "cuInit");
        Cuda.Check(Cuda.Device(out _device, 0), "cuDeviceGet");
        Cuda.Check(Cuda.RetainContext(out _context, _device), "cuDevicePrimaryCtxRetain");
        try
        {
            Cuda.Check(Cuda.UseContext(_context), "cuCtxSetCurrent");
            fixed (byte* text = Encoding.ASCII.GetBytes(DenseKernel.Ptx + '\0'))
            {
                Cuda.Check(Cuda.LoadModule(out _module, text), "cuModuleLoadData");
            }

            Cuda.Check(Cuda.Function(out _kernel, _module, DenseKernel.Name), "cuModuleGetFunction");
            foreach (var layer in model.Layers)
            {
                _layers.Add((layer, Upload(layer.Weights), Upload(layer.Biases)));
            }

            var widest = model.Layers.Max(l => Math.Max(l.Inputs, l.Outputs));
            _values = Allocate(rows * widest);
            _next = Allocate(rows * widest);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public float[] Forward(ReadOnlySpan<float> inputs)
    {
        var rows = inputs.Length / _layers[0].Layer.Inputs;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, _rows);
        var outputs = new float[rows * _layers[^1].Layer.Outputs];
        lock (_gate)
        {
            // Contexts are current for a thread, and setup ran on another one.
            Cuda.Check(Cuda.UseContext(_context), "cuCtxSetCurrent");
            fixed (float* host = inputs)
            {
                Cuda.Check(Cuda.CopyTo(_values, host, Bytes(inputs.Length)), "cuMemcpyHtoD");
            }

            var (from, to) = (_values, _next);
            foreach (var (layer, weights, biases) in _layers)
            {
                Launch(layer, weights, biases, from, to, rows);
                (from, to) = (to, from);
            }

            // Waits for the kernels, and reports what went wrong in them.
            fixed (float* host = outputs)
            {
                Cuda.Check(Cuda.CopyFrom(host, from, Bytes(outputs.Length)), "cuMemcpyDtoH");
            }
        }

        return outputs;
    }

    public void Dispose()
    {
        // On a thread of the worker's that never used CUDA; what fails here has lost its device already.
        _ = Cuda.UseContext(_context);
        foreach (var memory in _allocated)
        {
            _ = Cuda.Free(memory);
        }

        if (_module != 0)
        {
            _ = Cuda.UnloadModule(_module);
        }

        _ = Cuda.UseContext(0);
        _ = Cuda.ReleaseContext(_device);
    }

    private void Launch(Layer layer, ulong weights, ulong biases, ulong from, ulong to, int rows)
    {
        uint inputs = (uint)layer.Inputs, outputs = (uint)layer.Outputs, rectified = layer.IsRectified ? 1u : 0;
        var parameters = stackalloc void*[] { &from, &weights, &biases, &to, &inputs, &outputs, &rectified };
        var blocks = (outputs + DenseKernel.BlockSize - 1) / DenseKernel.BlockSize;
        Cuda.Check(
            Cuda.Launch(_kernel, blocks, (uint)rows, 1, DenseKernel.BlockSize, 1, 1, 0, 0, parameters, null),
            "cuLaunchKernel");
    }

    private ulong Upload(float[] values)
    {
        var memory = Allocate(values.Length);
        fixed (float* host = values)
        {
            Cuda.Check(Cuda.CopyTo(memory, host, Bytes(values.Length)), "cuMemcpyHtoD");
        }

        return memory;
    }

    private ulong Allocate(int floats)
    {
        Cuda.Check(Cuda.Allocate(out var memory, Bytes(floats)), "cuMemAlloc");
        _allocated.Add(memory);
        return memory;
    }

    private static nuint Bytes(int floats) => (nuint)floats * sizeof(float);
}
