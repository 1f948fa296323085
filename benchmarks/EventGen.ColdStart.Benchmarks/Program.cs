using EventGen.ColdStart.Benchmarks;
using EventGen.ColdStart.Benchmarks.Programs;

// Without a name: measures each of them in processes of its own. With one: is that process.
switch (args)
{
    case ["empty"]:
        break;
    case ["channel"]:
        await ChannelProgram.RunAsync();
        break;
    case ["mediator"]:
        await MediatorProgram.RunAsync();
        break;
    case ["eventgen"]:
        await EventGenProgram.RunAsync();
        break;
    case ["thousand"]:
        await ThousandProgram.RunAsync();
        break;
    default:
        return await Comparison.RunAllAsync(args is [Comparison.AheadSwitch, var ahead] ? ahead : null);
}

Footprint.Write();
return 0;
