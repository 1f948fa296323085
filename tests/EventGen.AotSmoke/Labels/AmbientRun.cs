namespace EventGen.AotSmoke.Labels;

/// <summary>The bus that makes itself, from the module initializer that trimming must keep.</summary>
internal static class AmbientRun
{
    public static async Task RunAsync()
    {
        Events.LabelPrinted.Emit(number: 1);
        await EventBus.Current.StopAsync();
        Printer.Report();
    }
}
