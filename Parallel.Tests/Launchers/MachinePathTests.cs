using ParallelCompute.Runtime;

namespace ParallelCompute.Tests.Launchers;

public sealed class MachinePathTests
{
    [Fact]
    public void Variables_of_the_machine_are_filled_in()
    {
        var home = Environment.GetEnvironmentVariable("PATH")!;
        Assert.Equal($"/a/{home}/{home}b $1", MachinePath.Expand("/a/$PATH/${PATH}b $1"));
    }

    [Fact]
    public void A_variable_that_is_not_set_is_named()
    {
        var error = Assert.Throws<LaunchException>(() => MachinePath.Expand("/a/$NOT_SET_ANYWHERE/b"));
        Assert.Contains("$NOT_SET_ANYWHERE is not set", error.Message);
    }
}
