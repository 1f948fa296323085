var builder = WebApplication.CreateBuilder(args);
builder.Services.AddEventGen();
builder.Services.AddRazorComponents();
builder.Build().Run();
