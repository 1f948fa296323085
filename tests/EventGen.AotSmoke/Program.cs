using EventGen.AotSmoke.Labels;
using EventGen.AotSmoke.Parcels;

await AmbientRun.RunAsync();
await CreatedRun.RunAsync();
await HostedRun.RunAsync();
