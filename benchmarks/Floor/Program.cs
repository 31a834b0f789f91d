using Floor;

// What the machine itself allows, measured without a line of the product's code. One mode, one line of JSON.
const string Usage = "floor start | pingpong | items | echo | values | inprocess";
switch (args)
{
    case ["hello"]:
        Console.WriteLine("hello");
        return 0;
    case ["start"]:
        Console.WriteLine(await ProcessStart.MeasureAsync());
        return 0;
    case ["pingpong"]:
        Console.WriteLine(await PingPong.MeasureAsync());
        return 0;
    case ["items"]:
        Console.WriteLine(await Items.MeasureAsync());
        return 0;
    case ["echo"]:
        Console.WriteLine(await Echo.MeasureAsync());
        return 0;
    case ["values"]:
        Console.WriteLine(Values.Measure());
        return 0;
    case ["inprocess"]:
        Console.WriteLine(await InProcess.MeasureAsync());
        return 0;
    case ["peer", var mode, var socketPath]:
        await Peers.ServeAsync(mode, socketPath);
        return 0;
    default:
        await Console.Error.WriteLineAsync(Usage);
        return 2;
}
