using ParallelCompute.Devices;

namespace ParallelCompute.Tests.Devices;

/// <summary>CUDA_VISIBLE_DEVICES as CUDA reads it.</summary>
public sealed class VisibleGpusTests
{
    private static readonly Gpu[] Gpus =
    [
        new(0, "GPU-aa11", "A"), new(1, "GPU-aa22", "B"),
        new(2, "MIG-b1", "C") { Parent = "GPU-cc" }, new(2, "MIG-b2", "C") { Parent = "GPU-cc" },
    ];

    [Theory]
    [InlineData(null, "GPU-aa11 GPU-aa22 MIG-b1 MIG-b2", null)]
    [InlineData("", "", null)]
    [InlineData("1", "GPU-aa22", null)]
    [InlineData("1, 0", "GPU-aa22 GPU-aa11", null)]
    [InlineData("2", "MIG-b1 MIG-b2", null)]
    [InlineData("GPU-c", "MIG-b1 MIG-b2", null)]
    [InlineData("MIG-b2,GPU-aa1", "MIG-b2 GPU-aa11", null)]
    [InlineData("0,-1,1", "GPU-aa11", "-1")]
    [InlineData("0,3", "GPU-aa11", "3")]
    [InlineData("0,0", "GPU-aa11", "0")]
    [InlineData("GPU-aa", "", "GPU-aa")]
    [InlineData("MIG-b", "", "MIG-b")]
    [InlineData("MIG-GPU-cc/1/0", "", "MIG-GPU-cc/1/0")]
    [InlineData("gpu-aa11", "", "gpu-aa11")]
    [InlineData("0,,1", "GPU-aa11", "")]
    public void Indices_UUIDs_and_their_beginnings_name_devices_until_one_does_not(
        string? text, string expected, string? ignored)
    {
        var visible = VisibleGpus.Read(text, Gpus, oneInstance: false);
        Assert.Equal(expected, string.Join(' ', visible.Gpus.Select(g => g.Uuid)));
        Assert.Equal(ignored, visible.Ignored);
    }

    [Theory]
    [InlineData(null, "GPU-aa11 GPU-aa22 MIG-b1")]
    [InlineData("2,0", "MIG-b1 GPU-aa11")]
    [InlineData("MIG-b2", "MIG-b2")]
    public void A_process_sees_one_instance_of_a_split_device(string? text, string expected) =>
        Assert.Equal(
            expected, string.Join(' ', VisibleGpus.Read(text, Gpus, oneInstance: true).Gpus.Select(g => g.Uuid)));

    [Fact]
    public void A_report_arrives_as_it_was_sent()
    {
        var report = new GpuReport(
            [new Gpu(1, "MIG-b1", "C") { Parent = "GPU-cc", TotalMemory = 1L << 40, FreeMemory = 7, NumaNode = 3,
                Processors = "0-3", Fault = "lost" }], ["no library"], true);
        var arrived = GpuReport.Parse(report.ToText());
        Assert.Equal(report.Gpus, arrived.Gpus);
        Assert.Equal(report.Faults, arrived.Faults);
        Assert.True(arrived.IsFiltered);
        Assert.DoesNotContain('\n', report.ToText());
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[1]")]
    public void What_is_no_report_is_refused(string text) =>
        Assert.Throws<FormatException>(() => GpuReport.Parse(text));
}
